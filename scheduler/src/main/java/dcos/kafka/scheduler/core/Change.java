package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.Stray;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.state.Uninstall;

/** A record that has to be durable before any effect of its frame leaves. */
public sealed interface Change {

  /** The framework's id, from Mesos' first word on. */
  record PutFrameworkId(String id) implements Change {}

  /** The framework is no more, and the service still has something to do in Mesos. */
  record DropFrameworkId() implements Change {}

  /** That the service is being uninstalled, and how far it is. */
  record PutUninstall(Uninstall uninstall) implements Change {}

  /** A configuration that was accepted. */
  record PutConfiguration(StoredConfiguration configuration) implements Change {}

  /** A configuration that nothing refers to any more. */
  record DropConfiguration(String id) implements Change {}

  /** What the service works towards, and how far operators let it go. */
  record PutRollout(Rollout rollout) implements Change {}

  /** A broker. */
  record PutBroker(Broker broker) implements Change {}

  /** A reservation of the ledger. */
  record PutReservation(Reservation reservation) implements Change {}

  /** A reservation that is released, or never came to be. */
  record DropReservation(String id) implements Change {}

  /** A stray of the ledger. */
  record PutStray(Stray stray) implements Change {}

  /** A page of the journal. */
  record PutJournalPage(JournalPage page) implements Change {}

  /** A stray that is gone. */
  record DropStray(String resourceId) implements Change {}
}
