package dcos.kafka.local.master;

import dcos.kafka.local.link.AgentEnd;
import dcos.kafka.local.loop.Loop.Timer;
import dcos.kafka.local.resource.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;

/** What the master knows of an agent that it has admitted and not given up. */
final class AgentEntry {
  private final AgentID id;
  private final double registered;
  private AgentInfo info;
  private AgentEnd end;
  private Resources total;
  private boolean connected;
  private int unansweredPings;
  private Timer pinger = Timer.NONE;
  private final List<Consumer<AgentEnd>> postponed = new ArrayList<>();

  AgentEntry(AgentID id, AgentInfo info, AgentEnd end, Resources total, double registered) {
    this.id = id;
    this.info = info;
    this.end = end;
    this.total = total;
    this.registered = registered;
  }

  String id() {
    return id.getValue();
  }

  AgentID agentId() {
    return id;
  }

  AgentInfo info() {
    return info;
  }

  AgentEnd end() {
    return end;
  }

  Resources total() {
    return total;
  }

  void total(Resources changed) {
    total = changed;
  }

  double registeredTime() {
    return registered;
  }

  /** Whether its process runs, as far as known: only then its resources are offered. */
  boolean isConnected() {
    return connected;
  }

  void connect(AgentInfo newInfo, AgentEnd newEnd, Resources newTotal, Timer newPinger) {
    info = newInfo;
    end = newEnd;
    total = newTotal;
    connected = true;
    pinger.cancel();
    pinger = newPinger;
    unansweredPings = 0;
    postponed.forEach(message -> message.accept(end));
    postponed.clear();
  }

  void disconnect() {
    connected = false;
  }

  void giveUp() {
    connected = false;
    pinger.cancel();
  }

  int unansweredPings() {
    return unansweredPings;
  }

  void pinged() {
    unansweredPings++;
  }

  void answered() {
    unansweredPings = 0;
  }

  /** Tells it now, or when it is back if it is away for a moment. */
  void tell(Consumer<AgentEnd> message) {
    if (connected) {
      message.accept(end);
    } else {
      postponed.add(message);
    }
  }

  /** {@code slave(1)@127.0.0.1:5051}, as libprocess names it. */
  String pid() {
    return "slave(1)@" + info.getHostname() + ":" + info.getPort();
  }

  /** As Mesos names it in its messages. */
  @Override
  public String toString() {
    return "agent " + id() + " at " + pid() + " (" + info.getHostname() + ")";
  }
}
