package dcos.kafka.mesos.connection;

import dcos.kafka.mesos.fake.Heard;

/** Writes down what a stream tells. */
record HearingStream(Heard heard) implements EventStream.Listener {
  @Override
  public void opened(Answer answer) {
    heard.add("opened");
  }

  @Override
  public void refused(Answer answer) {
    heard.add("refused");
  }

  @Override
  public void record(byte[] record) {
    heard.add("record");
  }

  @Override
  public void ended(String reason) {
    heard.add("ended " + reason);
  }
}
