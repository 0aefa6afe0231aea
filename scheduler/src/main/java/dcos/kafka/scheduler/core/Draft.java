package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.offer.OfferedResources;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;

/** What becomes of an offer: what is done with it, and what is left of it. */
final class Draft {

  final Offer offer;
  final List<Operation> operations = new ArrayList<>();
  OfferedResources rest;

  /** Whether more is reserved with it for a broker that runs. */
  boolean grows;

  Draft(Offer offer, OfferedResources rest) {
    this.offer = offer;
    this.rest = rest;
  }
}
