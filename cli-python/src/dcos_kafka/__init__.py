"""`dcos kafka`: the sub-command of the DC/OS CLI for the Kafka service. Python 3.8 or later, standard library only."""

VERSION = "1.0.0"
