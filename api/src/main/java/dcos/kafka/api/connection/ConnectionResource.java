package dcos.kafka.api.connection;

import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.requests.Shown;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** Tells clients how to reach the brokers, in both dialects. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class ConnectionResource {

  private final ConnectionService connection;

  /** For the service's brokers. */
  public ConnectionResource(ConnectionService connection) {
    this.connection = connection;
  }

  /** Names of the endpoints. */
  @GET
  @Path("endpoints")
  public List<String> endpoints() {
    return List.of("broker", "zookeeper");
  }

  /** Where the brokers are. */
  @GET
  @Path("endpoints/broker")
  public BrokerEndpoints broker() {
    return connection.brokers();
  }

  /** Kafka's ZooKeeper: text, whatever the client accepts, as clients of this call expect it. */
  @GET
  @Path("endpoints/zookeeper")
  @Produces(MediaType.WILDCARD)
  public Response zookeeper() {
    return Response.ok(connection.zookeeper(), MediaType.TEXT_PLAIN_TYPE).build();
  }

  /** There is no other endpoint. */
  @GET
  @Path("endpoints/{name}")
  public BrokerEndpoints unknown(@PathParam("name") String name) {
    throw Problem.notFound(
        "There is no endpoint \"" + Shown.of(name) + "\"; there are broker and zookeeper.");
  }

  /** Everything at once. */
  @GET
  @Path("connection")
  public Connection connection() {
    BrokerEndpoints brokers = connection.brokers();
    return new Connection(brokers.address(), brokers.dns(), brokers.vips(), connection.zookeeper());
  }

  /** Only the addresses. */
  @GET
  @Path("connection/address")
  public Map<String, List<String>> address() {
    return Map.of("address", connection.brokers().address());
  }

  /** Only the DNS names. */
  @GET
  @Path("connection/dns")
  public Map<String, List<String>> dns() {
    return Map.of("dns", connection.brokers().dns());
  }

  /**
   * How to connect.
   *
   * @param address see {@link BrokerEndpoints}
   * @param dns see {@link BrokerEndpoints}
   * @param vips see {@link BrokerEndpoints}
   * @param zookeeper Kafka's ZooKeeper with chroot
   */
  public record Connection(
      List<String> address, List<String> dns, List<String> vips, String zookeeper) {}
}
