package dcos.kafka.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

class ProtosTest {
  @Test
  void messagesSurviveTheWire() throws Exception {
    Call call =
        Call.newBuilder()
            .setType(Call.Type.REVIVE)
            .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
            .build();

    assertThat(Call.parseFrom(call.toByteArray())).isEqualTo(call);
  }
}
