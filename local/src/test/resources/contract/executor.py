"""A custom executor that does what the recorded one did, and writes down what it sees and sends, one JSON object a line."""
import base64
import http.client
import json
import os
import sys
import time
import uuid

log = open("executor.jsonl", "w")


def note(kind, **what):
    log.write(json.dumps({"kind": "executor-" + kind, **what}) + "\n")
    log.flush()


framework = {"value": os.environ["MESOS_FRAMEWORK_ID"]}
executor = {"value": os.environ["MESOS_EXECUTOR_ID"]}
agent = os.environ["MESOS_AGENT_ENDPOINT"]
token = os.environ.get("MESOS_EXECUTOR_AUTHENTICATION_TOKEN")
authorization = {"Authorization": "Bearer " + token} if token else {}


def request(connection, body, headers):
    connection.request("POST", "/api/v1/executor", json.dumps(body), {
        "Content-Type": "application/json", "Accept": "application/json", **headers})
    return connection.getresponse()


def call(kind, **body):
    body = {"type": kind, "framework_id": framework, "executor_id": executor, **body}
    note("call", path="/api/v1/executor", body=body)
    response = request(calls, body, authorization)
    note("answer", status=response.status, headers=dict(response.getheaders()), body=response.read().decode())


def update(task, state, **more):
    call("UPDATE", update={"status": {
        "task_id": task, "executor_id": executor, "source": "SOURCE_EXECUTOR", "state": state,
        "timestamp": time.time(), "uuid": base64.b64encode(uuid.uuid4().bytes).decode(), **more}})


def events(response):
    while True:
        length = response.readline()
        if not length:
            return
        yield json.loads(response.read(int(length)))


note("environment", env={name: value for name, value in os.environ.items()
                         if name.startswith(("MESOS_", "LIBPROCESS_")) or name == "PATH"})
subscribe = {"type": "SUBSCRIBE", "framework_id": framework, "executor_id": executor,
             "subscribe": {"unacknowledged_tasks": [], "unacknowledged_updates": []}}
calls = http.client.HTTPConnection(agent)
if token:
    for headers, to in (({}, "SUBSCRIBE with no token"),
                        ({"Authorization": "Bearer abc.def.ghi"},
                         "SUBSCRIBE with {'Authorization': 'Bearer abc.def.ghi'}")):
        refused = request(calls, subscribe, headers)
        note("answer", status=refused.status, headers=dict(refused.getheaders()), body=refused.read().decode(), to=to)
note("call", path="/api/v1/executor", body=subscribe)
stream = request(http.client.HTTPConnection(agent), subscribe, authorization)
note("answer", status=stream.status, headers=dict(stream.getheaders()))
for event in events(stream):
    note("event", event=event)
    if event["type"] == "LAUNCH":
        launched = event["launch"]["task"]["task_id"]
        update(launched, "TASK_STARTING")
        update(launched, "TASK_RUNNING", healthy=True)
    elif event["type"] == "KILL":
        update(event["kill"]["task_id"], "TASK_KILLING")
        update(event["kill"]["task_id"], "TASK_KILLED")
        time.sleep(1)
        break
    elif event["type"] == "SHUTDOWN":
        note("exit")
        break
sys.exit(0)
