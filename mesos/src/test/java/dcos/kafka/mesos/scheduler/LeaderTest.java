package dcos.kafka.mesos.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.mesos.fake.FakeMesos;
import dcos.kafka.mesos.fake.Request;
import dcos.kafka.mesos.master.MasterDetector;
import dcos.kafka.mesos.scheduler.HearingListener.Disconnected;
import dcos.kafka.mesos.scheduler.HearingListener.Subscribed;
import dcos.kafka.mesos.wire.MessageFormat;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a client gets to the master that leads: redirects, several masters, TLS, authentication. */
class LeaderTest {
  private static final Credential CREDENTIAL = new Credential("kafka-principal", "s3cret");

  /** As recorded from a client with this credential. */
  private static final String BASIC = "Basic a2Fma2EtcHJpbmNpcGFsOnMzY3JldA==";

  private static final FrameworkInfo FRAMEWORK =
      FrameworkInfo.newBuilder().setUser("root").setName("kafka").build();

  private final HearingListener listener = new HearingListener();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    open.clear();
  }

  @Test
  void followsARedirectAndStaysWhereItLed() throws Exception {
    FakeMesos follower = master();
    FakeMesos leader = master();
    SchedulerClient client = start(follower.uri().toString());
    redirect(follower.next(), leader);

    Request subscribe = leader.next();
    assertThat(subscribe.line()).isEqualTo("POST /master/api/v1/scheduler HTTP/1.1");
    assertThat(subscribe.header("Authorization")).isEqualTo(BASIC);
    assertThat(subscribe.call(Call.newBuilder()).getType()).isEqualTo(Call.Type.SUBSCRIBE);
    subscribe.open("Mesos-Stream-Id: s").send(SUBSCRIBED);
    listener.heard.next(Subscribed.class);

    client.send(1, Call.newBuilder().setType(Call.Type.REVIVE).build());
    Request revive = leader.next();
    assertThat(revive.line()).isEqualTo("POST /master/api/v1/scheduler HTTP/1.1");
    assertThat(revive.header("Authorization")).isEqualTo(BASIC);
    assertThat(follower.untaken()).isZero();
  }

  @Test
  void asksAgainWhileTheFollowerPointsToADeadLeader() throws Exception {
    FakeMesos follower = master();
    FakeMesos dead = master();
    dead.close();
    start(follower.uri().toString());
    redirect(follower.next(), dead);
    redirect(follower.next(), dead);
    follower.next().open("Mesos-Stream-Id: s").send(SUBSCRIBED);
    listener.heard.next(Subscribed.class);
  }

  @Test
  void leavesACircleOfRedirects() throws Exception {
    FakeMesos one = master();
    FakeMesos two = master();
    start(one.uri().toString());
    Request first = one.next();
    redirect(first, two);
    redirect(two.next(), one);
    Request second = one.next();
    assertThat(second.line())
        .as("the path redirected to is new, then the circle closes")
        .isEqualTo("POST /master/api/v1/scheduler HTTP/1.1");
    redirect(second, two);
    assertThat(one.next().line()).isEqualTo("POST /api/v1/scheduler HTTP/1.1");
    assertThat(two.untaken()).isZero();
  }

  @Test
  void givesUpAChainOfRedirectsThatDoesNotEnd() throws Exception {
    FakeMesos one = master();
    start(one.uri().toString());
    int redirects = 0;
    Request next = one.next();
    do {
      redirects++;
      next.answer(307, "", "Location: //127.0.0.1:" + one.port() + "/" + redirects);
      next = one.next();
    } while (!next.line().equals("POST /api/v1/scheduler HTTP/1.1"));
    assertThat(redirects).isEqualTo(6);
  }

  @Test
  void ignoresARedirectToNowhere() throws Exception {
    FakeMesos one = master();
    start(one.uri().toString());
    one.next().answer(307, "");
    one.next().answer(307, "", "Location: ::::");
    one.next().answer(307, "", "Location: ftp://127.0.0.1/");
    one.next().open("Mesos-Stream-Id: s").send(SUBSCRIBED);
    listener.heard.next(Subscribed.class);
  }

  @Test
  void goesToTheNextOfAListWhenOneDies() throws Exception {
    FakeMesos first = master();
    FakeMesos second = master();
    start("127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port());
    first.next().open("Mesos-Stream-Id: s").send(SUBSCRIBED);
    listener.heard.next(Subscribed.class);
    first.close();
    listener.heard.next(Disconnected.class);
    Request again = second.next();
    assertThat(again.call(Call.newBuilder()).getFrameworkId().getValue()).isEqualTo("f");
  }

  @Test
  void trustsWhatTheJvmTrusts(@TempDir Path folder) throws Exception {
    SSLContext before = SSLContext.getDefault();
    SSLContext.setDefault(selfSigned(folder));
    try {
      FakeMesos master = new FakeMesos(SSLContext.getDefault().getServerSocketFactory(), 0);
      open.add(master);
      start(master.uri().toString());
      Request subscribe = master.next();
      subscribe.open("Mesos-Stream-Id: s").send(SUBSCRIBED);
      listener.heard.next(Subscribed.class);
      subscribe.end();
      listener.heard.next(Disconnected.class);
      master.next().answer(307, "", "Location: http://127.0.0.1:1/api/v1/scheduler");
      assertThat(master.next().header("Authorization"))
          .as("asked again instead of sending the secret in the clear")
          .isEqualTo(BASIC);
    } finally {
      SSLContext.setDefault(before);
    }
  }

  private static SSLContext selfSigned(Path folder) throws Exception {
    Path file = folder.resolve("keys.p12");
    char[] password = "changeit".toCharArray();
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=master",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(file.toFile(), password);
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, password);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("master", keys.getCertificate("mykey"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private FakeMesos master() {
    FakeMesos master = new FakeMesos();
    open.add(master);
    return master;
  }

  private SchedulerClient start(String masters) {
    SchedulerClient client =
        SchedulerClient.create(
            new SchedulerClientOptions(
                MessageFormat.PROTOBUF,
                Optional.of(CREDENTIAL),
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                1 << 20),
            MasterDetector.of(masters),
            listener);
    open.add(0, client);
    client.start(FRAMEWORK, Set.of());
    return client;
  }

  /** As a master that follows: without a scheme. */
  private static void redirect(Request request, FakeMesos to) throws Exception {
    request.answer(307, "", "Location: //127.0.0.1:" + to.port() + "/master/api/v1/scheduler");
  }

  private static final Event SUBSCRIBED =
      Event.newBuilder()
          .setType(Event.Type.SUBSCRIBED)
          .setSubscribed(
              Event.Subscribed.newBuilder().setFrameworkId(FrameworkID.newBuilder().setValue("f")))
          .build();
}
