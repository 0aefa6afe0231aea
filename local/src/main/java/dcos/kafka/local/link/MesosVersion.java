package dcos.kafka.local.link;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.mesos.v1.Protos.VersionInfo;

/**
 * The version of Mesos whose answers these are: that of the recordings that the contract test
 * compares with.
 */
public final class MesosVersion {
  /** As in answers. */
  public static final String VERSION = "1.12.0";

  private static final String BUILD_DATE = "2026-11-22 00:00:00 UTC";
  private static final double BUILD_TIME = 1_795_305_600.0;
  private static final String BUILD_USER = "root";
  private static final String GIT_SHA = "c1b42f79d157aa900be5cbb0c1023f1479962aa7";

  private MesosVersion() {}

  /** The page {@code /version}. */
  public static ObjectNode page() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("build_date", BUILD_DATE)
        .put("build_time", BUILD_TIME)
        .put("build_user", BUILD_USER)
        .put("git_sha", GIT_SHA)
        .put("version", VERSION);
  }

  /** The same as operators' calls have it. */
  public static VersionInfo info() {
    return VersionInfo.newBuilder()
        .setVersion(VERSION)
        .setBuildDate(BUILD_DATE)
        .setBuildTime(BUILD_TIME)
        .setBuildUser(BUILD_USER)
        .setGitSha(GIT_SHA)
        .build();
  }
}
