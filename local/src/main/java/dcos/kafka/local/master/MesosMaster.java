package dcos.kafka.local.master;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.http.Answer;
import dcos.kafka.local.http.HttpService;
import dcos.kafka.local.http.RefusedException;
import dcos.kafka.local.http.Request;
import dcos.kafka.local.link.MesosDuration;
import dcos.kafka.local.link.MesosVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Mesos master that runs in this JVM. It listens from {@link #start} to {@link #close}; it leads
 * at once, or when it wins the election, and until then answers with a redirect to who does.
 */
public final class MesosMaster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MesosMaster.class);

  private final MasterOptions options;
  private final SchedulerApi schedulerApi;
  private final double started = Cluster.now();
  private final HttpService http;
  private final MasterInfo info;
  private Optional<MasterElection> election = Optional.empty();
  private Optional<MasterInfo> leader = Optional.empty();
  private @Nullable Master term;
  private boolean closed;

  private MesosMaster(MasterOptions options) throws IOException {
    this.options = options;
    this.schedulerApi = new SchedulerApi(options.credentials());
    this.http = HttpService.start(options.address(), "mesos-master", this::answer);
    this.info = info(http.address());
  }

  /**
   * Starts a master.
   *
   * @throws IOException when it can't listen at its address; the message is a sentence
   */
  public static MesosMaster start(MasterOptions options) throws IOException {
    MesosMaster master = new MesosMaster(options);
    if (options.election().isPresent()) {
      MasterOptions.Election election = options.election().get();
      synchronized (master) {
        master.election =
            Optional.of(MasterElection.start(master.info, election, master::leaderChanged));
      }
    } else {
      master.leaderChanged(Optional.of(master.info));
    }
    return master;
  }

  /** Where it listens, {@code http://127.0.0.1:5050}. */
  public URI url() {
    return URI.create("http://" + hostAndPort(info));
  }

  /** Whether it leads just now. */
  public synchronized boolean isLeading() {
    return term != null;
  }

  /** Ends as an operator ends it: another master may lead at once. Agents and tasks run on. */
  @Override
  public void close() {
    end(false);
  }

  /**
   * Ends as {@code kill -9} ends it: others learn of it when its ZooKeeper session has timed out.
   */
  public void kill() {
    end(true);
  }

  private void end(boolean silently) {
    Optional<MasterElection> candidacy;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      candidacy = election;
    }
    http.close();
    leaderChanged(Optional.empty());
    candidacy.ifPresent(silently ? MasterElection::vanish : MasterElection::close);
  }

  private synchronized void leaderChanged(Optional<MasterInfo> now) {
    leader = now;
    boolean leads = !closed && now.filter(who -> who.getId().equals(info.getId())).isPresent();
    if (leads && term == null) {
      LOG.info("The Mesos master at {} leads", url());
      term = new Master(info, options);
      options.link().elected(term);
    } else if (!leads && term != null) {
      LOG.info("The Mesos master at {} does not lead any more", url());
      options.link().resigned(term);
      term.close();
      term = null;
    }
  }

  private Answer answer(Request request) {
    String path =
        request.path().startsWith("/master/")
            ? request.path().substring("/master".length())
            : request.path();
    try {
      Optional<String> principal =
          path.equals("/api/v1/scheduler") ? schedulerApi.authenticate(request) : Optional.empty();
      return switch (path) {
        case "/health" -> Answer.empty(200);
        case "/version" -> MasterPages.json(MesosVersion.page());
        case "/flags" -> MasterPages.json(MasterPages.object().set("flags", flags()));
        case "/redirect" -> redirect("");
        case "/teardown" -> OperatorApi.tearDown(request, leading(path));
        case "/api/v1/scheduler" -> schedulerApi.answer(request, principal, leading(path));
        case "/api/v1" -> OperatorApi.answer(request, leading(path));
        case "/state", "/state.json" ->
            MasterPages.json(
                leading(path).read(cluster -> new MasterPages(cluster).state(flags(), started)));
        case "/slaves" ->
            MasterPages.json(leading(path).read(cluster -> new MasterPages(cluster).slaves()));
        case "/frameworks" ->
            MasterPages.json(leading(path).read(cluster -> new MasterPages(cluster).frameworks()));
        default -> Answer.empty(404);
      };
    } catch (RefusedException e) {
      return e.answer();
    }
  }

  private synchronized Master leading(String path) throws RefusedException {
    if (term == null) {
      throw new RefusedException(redirect("/master" + path));
    }
    return term;
  }

  /** Without a scheme, as Mesos sends it. */
  private synchronized Answer redirect(String path) {
    return leader
        .map(who -> Answer.empty(307).with("Location", "//" + hostAndPort(who) + path))
        .orElseGet(() -> Answer.text(503, "No leader elected"));
  }

  private ObjectNode flags() {
    ObjectNode flags =
        MasterPages.object()
            .put("agent_ping_timeout", seconds(options.pingInterval()))
            .put("agent_reregister_timeout", seconds(options.agentReregisterTimeout()))
            .put("authenticate_http_frameworks", Boolean.toString(!options.credentials().isEmpty()))
            .put("hostname", info.getHostname())
            .put("ip", info.getHostname())
            .put("max_agent_ping_timeouts", Integer.toString(options.maxPings()))
            .put("port", Integer.toString(info.getPort()));
    options.workDir().ifPresent(folder -> flags.put("work_dir", folder.toString()));
    options
        .election()
        .ifPresent(
            by ->
                flags
                    .put("zk", "zk://" + by.zookeeper() + by.path())
                    .put("zk_session_timeout", seconds(by.sessionTimeout())));
    return flags;
  }

  private static String seconds(Duration duration) {
    return MesosDuration.text(duration);
  }

  private static String hostAndPort(MasterInfo master) {
    return master.getHostname() + ":" + master.getPort();
  }

  private static MasterInfo info(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    String host = ip.getHostAddress();
    int port = address.getPort();
    MasterInfo.Builder info =
        MasterInfo.newBuilder()
            .setId(UUID.randomUUID().toString())
            // In the order of the network, read as if it were this machine's.
            .setIp(ByteBuffer.wrap(ip.getAddress()).order(ByteOrder.LITTLE_ENDIAN).getInt())
            .setPort(port)
            .setPid("master@" + host + ":" + port)
            .setHostname(host)
            .setVersion(MesosVersion.VERSION)
            .setAddress(Address.newBuilder().setHostname(host).setIp(host).setPort(port));
    for (MasterInfo.Capability.Type type :
        new MasterInfo.Capability.Type[] {
          MasterInfo.Capability.Type.AGENT_UPDATE, MasterInfo.Capability.Type.AGENT_DRAINING
        }) {
      info.addCapabilities(MasterInfo.Capability.newBuilder().setType(type));
    }
    return info.build();
  }
}
