package dcos.kafka.local.master;

import dcos.kafka.local.resource.Resources;
import org.apache.mesos.v1.Protos.OfferID;

/** Resources of an agent that a framework holds for the moment. */
record HeldOffer(OfferID id, String framework, String agent, String role, Resources resources) {}
