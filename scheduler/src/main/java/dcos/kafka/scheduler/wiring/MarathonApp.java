package dcos.kafka.scheduler.wiring;

import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.setting.InvalidSurroundingsException;
import dcos.kafka.scheduler.store.StoreException;
import dcos.kafka.scheduler.store.ZooKeeperStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/**
 * The app that this process is, where Marathon started it. All that is recorded of a service is
 * found by its name, so a scheduler whose name was edited would know of nothing: it would set up
 * another cluster, and leave the brokers of the first to nobody. So whoever opens records leaves
 * the app's id with them, and an app whose id is with the records of another name doesn't start.
 *
 * @param id Marathon's, such as {@code /kafka}; absent where something else started us
 */
record MarathonApp(Optional<String> id) {

  /** As Marathon says it in the environment. */
  static MarathonApp in(Map<String, String> environment) {
    return new MarathonApp(
        Optional.ofNullable(environment.get("MARATHON_APP_ID")).filter(id -> !id.isBlank()));
  }

  /** What to leave with the records. */
  String process() {
    return "pid " + ProcessHandle.current().pid() + suffix().orElse("");
  }

  private Optional<String> suffix() {
    return id.map(app -> " of app " + app);
  }

  /**
   * Nothing, where the app may have this name.
   *
   * @throws InvalidSurroundingsException where it had another one
   */
  void checkName(CuratorFramework curator, ServiceNames names) {
    try {
      if (suffix().isEmpty() || owner(curator, names.zookeeperRoot()).isPresent()) {
        return;
      }
      for (String node : curator.getChildren().forPath("/")) {
        String root = "/" + node;
        if (node.startsWith("dcos-service-")
            && owner(curator, root).filter(text -> text.endsWith(suffix().get())).isPresent()) {
          throw new InvalidSurroundingsException(refusal(root));
        }
      }
    } catch (InvalidSurroundingsException e) {
      throw e;
    } catch (Exception e) { // Curator declares no narrower one.
      throw new StoreException("ZooKeeper can't be read: " + e.getMessage() + ".");
    }
  }

  private String refusal(String root) {
    return ("FRAMEWORK_NAME: the app %s runs the service that is recorded below %s in ZooKeeper, and"
            + " a service keeps its name. Set it back, and the service goes on; its brokers run"
            + " meanwhile. A service beside it needs an app of its own.")
        .formatted(id.orElseThrow(), root);
  }

  private static Optional<String> owner(CuratorFramework curator, String root) throws Exception {
    try {
      byte[] text = curator.getData().forPath(ZooKeeperStore.owner(root));
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty();
    }
  }
}
