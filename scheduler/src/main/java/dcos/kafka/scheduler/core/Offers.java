package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.config.ServiceConfiguration;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.offer.OfferedResources;
import dcos.kafka.scheduler.offer.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * Uses offers: each is compared with the ledger, then tried for the brokers that live on its agent,
 * then for those that need a place. What is used of an offer goes into one ACCEPT; the others are
 * declined at once, since a held offer keeps its resources from everybody else.
 */
final class Offers {

  /**
   * What was reserved has to be seen, and Mesos may take it for a part of what is left of an offer.
   */
  private static final Filters AT_ONCE = Filters.newBuilder().setRefuseSeconds(1).build();

  private Offers() {}

  /** How resources are written; with the names that go without saying while there is no target. */
  static Resources resources(Frame frame) {
    ServiceNames names = frame.before().names();
    Optional<ServiceConfiguration> service =
        frame.before().target().map(target -> target.configuration().service());
    return new Resources(
        frame.before().serviceName(),
        service.map(ServiceConfiguration::role).orElseGet(names::role),
        service.map(ServiceConfiguration::principal).orElseGet(names::defaultPrincipal),
        frame.session().operationIds());
  }

  /** Takes what serves and declines the rest. */
  static void handle(Frame frame, List<Offer> offers) {
    List<Offer> unused = offers;
    if (frame.uninstall().isPresent()) {
      unused = Uninstalling.release(frame, offers);
    } else if (frame.before().target().isPresent()) {
      unused = take(frame, offers);
    }
    if (!unused.isEmpty()) {
      Demand.decline(frame, unused);
    }
  }

  /** Returns the offers that nothing was taken of. */
  private static List<Offer> take(Frame frame, List<Offer> offers) {
    String service = frame.before().serviceName();
    Resources resources = resources(frame);
    Books books = new Books(frame, resources);
    Launches launches = new Launches(frame, resources);
    SettledBrokers settled = new SettledBrokers(frame, launches);
    List<Draft> drafts = new ArrayList<>();
    for (Offer offer : offers) {
      Draft draft = new Draft(offer, OfferedResources.of(offer, service));
      draft.rest = books.compare(offer, draft.rest, draft.operations);
      settled.start(draft);
      settled.grow(draft);
      Executors.dismissIdle(frame, offer);
      drafts.add(draft);
    }
    new HomelessBrokers(frame, launches).place(drafts);
    drafts.stream()
        .filter(draft -> !draft.operations.isEmpty())
        .forEach(
            draft ->
                accept(
                    frame,
                    draft.offer,
                    draft.operations,
                    draft.grows ? AT_ONCE : Demand.filters(frame)));
    return drafts.stream()
        .filter(draft -> draft.operations.isEmpty())
        .map(draft -> draft.offer)
        .toList();
  }

  /** Has operations done with an offer; the rest of it isn't needed for a while. */
  static void accept(Frame frame, Offer offer, List<Operation> operations) {
    accept(frame, offer, operations, Demand.filters(frame));
  }

  private static void accept(
      Frame frame, Offer offer, List<Operation> operations, Filters filters) {
    frame.send(
        Call.newBuilder()
            .setType(Call.Type.ACCEPT)
            .setAccept(
                Call.Accept.newBuilder()
                    .addOfferIds(offer.getId())
                    .addAllOperations(operations)
                    .setFilters(filters)));
  }
}
