package dcos.kafka.mesos.master;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/** Knows which Mesos master leads, or where to ask next. May be used from any thread. */
public interface MasterDetector extends AutoCloseable {
  /**
   * The base address ({@code http://host:port}) of the leading master. Completes when there is one,
   * which may take as long as an election does; fails only after {@link #close}. Masters that don't
   * lead redirect to the one that does, so for a list of masters it is just the one to ask now.
   */
  CompletionStage<URI> leader();

  /** That master did not answer or does not lead: look again, or name another next time. */
  void suspect(URI master);

  /** Ends everything at once; a waiting {@link #leader} fails. */
  @Override
  void close();

  /**
   * A detector for the way a user names the masters.
   *
   * @param master {@code zk://[user:password@]host:port[,host:port…]/path}, {@code host:port},
   *     {@code host:port,host:port…} or {@code http(s)://host[:port][/path]}; a port not given is
   *     2181 for ZooKeeper, 5050 for a bare host, and the scheme's own for a URL
   * @throws IllegalArgumentException when it is none of these; the message says what is expected
   */
  static MasterDetector of(String master) {
    return MasterAddress.parse(master).detector();
  }
}
