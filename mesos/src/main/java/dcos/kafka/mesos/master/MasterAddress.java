package dcos.kafka.mesos.master;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways to name the masters, parsed. */
sealed interface MasterAddress {
  /** A detector that looks there. */
  MasterDetector detector();

  /**
   * @param masters base addresses, at least one
   */
  record Listed(List<URI> masters) implements MasterAddress {
    @Override
    public MasterDetector detector() {
      return new ListedMasters(masters);
    }
  }

  /**
   * @param servers {@code host:port[,host:port…]}
   * @param path where the masters register, starting with a slash
   * @param credentials {@code user:password} for ZooKeeper's digest scheme
   */
  record InZooKeeper(String servers, String path, Optional<String> credentials)
      implements MasterAddress {
    @Override
    public MasterDetector detector() {
      return new ZooKeeperMasters(this);
    }

    /** Hides the credentials. */
    @Override
    public String toString() {
      return "zk://" + servers + path;
    }
  }

  Pattern ZOOKEEPER = Pattern.compile("zk://(?:([^@/]+)@)?([^@/]+)(/.*)?");

  Pattern HTTP = Pattern.compile("(https?)://([^/]+)((?:/[^/]+)*)/?");

  /** Parses what {@link MasterDetector#of} takes. */
  static MasterAddress parse(String text) {
    String master = text.strip();
    Matcher zooKeeper = ZOOKEEPER.matcher(master);
    if (zooKeeper.matches()) {
      String path = zooKeeper.group(3);
      if (path == null || path.length() < 2 || path.endsWith("/")) {
        throw wrong("it needs the path below which the masters register, as in /mesos");
      }
      List<String> servers = parts(zooKeeper.group(2)).stream().map(s -> address(s, 2181)).toList();
      return new InZooKeeper(
          String.join(",", servers), path, Optional.ofNullable(zooKeeper.group(1)));
    }
    return new Listed(parts(master).stream().map(MasterAddress::base).toList());
  }

  private static List<String> parts(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).toList();
  }

  /** Without a slash at the end, so that a path of the API can follow. */
  private static URI base(String one) {
    Matcher http = HTTP.matcher(one);
    if (http.matches()) {
      boolean secure = http.group(1).equals("https");
      return URI.create(
          http.group(1) + "://" + address(http.group(2), secure ? 443 : 80) + http.group(3));
    }
    return URI.create("http://" + address(one, 5050));
  }

  /** host:port with the port filled in. */
  private static String address(String text, int defaultPort) {
    try {
      URI uri = new URI("x://" + text);
      if (uri.getHost() != null && uri.getUserInfo() == null && uri.getRawPath().isEmpty()) {
        return uri.getHost() + ":" + (uri.getPort() < 0 ? defaultPort : uri.getPort());
      }
    } catch (URISyntaxException e) {
      // Said below, in our own words.
    }
    throw wrong("\"" + text + "\" isn't host:port");
  }

  private static IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(
        "Not the address of Mesos masters: "
            + why
            + ". Expected zk://host:port,host:port/mesos, host:port, a list of host:port, or"
            + " http(s)://host:port");
  }
}
