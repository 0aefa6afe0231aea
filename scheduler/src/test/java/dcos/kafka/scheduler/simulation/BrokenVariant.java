package dcos.kafka.scheduler.simulation;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.core.Change;
import dcos.kafka.scheduler.core.Core;
import dcos.kafka.scheduler.core.Effect;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.kafka.observation.Partitions;
import dcos.kafka.scheduler.kafka.observation.Replication;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.state.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** Cores with a mistake in them, each of a kind that somebody once made in earnest. */
enum BrokenVariant implements Variant {
  SENDS_BEFORE_IT_PERSISTS {
    @Override
    public boolean persistsFirst() {
      return false;
    }
  },

  IGNORES_THAT_ANOTHER_HAS_TAKEN_OVER {
    @Override
    public boolean heedsTheFence() {
      return false;
    }
  },

  TAKES_EVERY_SETTING_FOR_APPLIED {
    @Override
    Event seen(Event event) {
      return event instanceof Event.SettingsApplied asked
          ? new Event.SettingsApplied(
              asked.broker(), asked.set(), asked.removed(), Optional.empty())
          : event;
    }
  },

  FORGETS_TO_RECORD_RESERVATIONS {
    @Override
    Core.Outcome broken(Core.Outcome sound, Event event) {
      return withChanges(sound, change -> !(change instanceof Change.PutReservation));
    }
  },

  FORGETS_TO_RECORD_LAUNCHES {
    @Override
    Core.Outcome broken(Core.Outcome sound, Event event) {
      return event instanceof Event.Offered
          ? withChanges(sound, change -> !(change instanceof Change.PutBroker))
          : sound;
    }
  },

  ACKNOWLEDGES_WITHOUT_A_RECORD {
    @Override
    Core.Outcome broken(Core.Outcome sound, Event event) {
      return event instanceof Event.TaskReported
          ? withChanges(sound, change -> !(change instanceof Change.PutBroker))
          : sound;
    }
  },

  NEVER_ACKNOWLEDGES {
    @Override
    Core.Outcome broken(Core.Outcome sound, Event event) {
      return without(sound, Call.Type.ACKNOWLEDGE);
    }
  },

  TAKES_AN_UNREACHABLE_BROKER_FOR_DEAD {
    @Override
    Event seen(Event event) {
      return reported(event, TaskState.TASK_UNREACHABLE, TaskState.TASK_GONE);
    }
  },

  TAKES_A_FAILED_BROKER_FOR_GONE_WITH_ITS_AGENT {
    @Override
    Event seen(Event event) {
      return reported(event, TaskState.TASK_FAILED, TaskState.TASK_GONE_BY_OPERATOR);
    }
  },

  THINKS_THAT_EVERYTHING_IS_IN_SYNC {
    @Override
    Event seen(Event event) {
      if (!(event instanceof Event.KafkaObserved observed)) {
        return event;
      }
      ClusterObservation seen = observed.observation();
      return new Event.KafkaObserved(
          new ClusterObservation(
              seen.connected(),
              seen.brokers(),
              seen.controller(),
              new Replication.Known(0, Partitions.NONE, Partitions.NONE, new TreeMap<>())));
    }
  },

  KILLS_ONLY_ONCE {
    @Override
    Core.Outcome broken(Core.Outcome sound, Event event) {
      return event instanceof Event.Ticked || event instanceof Event.Subscribed
          ? without(sound, Call.Type.KILL)
          : sound;
    }
  },

  NEVER_RECONCILES {
    @Override
    Core.Outcome broken(Core.Outcome sound, Event event) {
      return without(sound, Call.Type.RECONCILE);
    }
  },

  NEVER_REVIVES {
    @Override
    Core.Outcome broken(Core.Outcome sound, Event event) {
      return without(sound, Call.Type.REVIVE);
    }
  },

  FORGETS_WHEN_IT_REPLACED_LAST {
    @Override
    State remembered(State state) {
      TreePMap<Integer, Broker> brokers = state.brokers();
      for (Broker it : state.brokers().values()) {
        brokers = brokers.plus(it.id(), neverReplaced(it));
      }
      return with(state, brokers, state.work());
    }

    private static Broker neverReplaced(Broker it) {
      return new Broker(
          it.id(),
          it.reservationId(),
          it.retiringId(),
          it.task(),
          it.begun(),
          it.deployed(),
          it.request(),
          it.crashes(),
          it.applied(),
          it.downSince(),
          Optional.empty());
    }
  },

  SEES_ONLY_ONE_BROKER_DOWN {
    @Override
    State remembered(State state) {
      Work it = state.work();
      if (it.down().size() < 2) {
        return state;
      }
      Work one =
          new Work(
              it.startable(),
              it.homeless(),
              it.incomplete(),
              it.begun(),
              it.pending(),
              TreePSet.singleton(it.down().first()),
              it.unreachable(),
              it.requested(),
              it.unseen(),
              it.growing(),
              it.gateWait(),
              it.spared());
      return with(state, state.brokers(), one);
    }
  },

  TEARS_DOWN_BEFORE_ALL_IS_RELEASED {
    @Override
    Core.Outcome broken(Core.Outcome sound, Event event) {
      State state = sound.state();
      boolean releasing =
          event instanceof Event.Offered
              && state.uninstall().isPresent()
              && !state.ledger().isEmpty()
              && state.session().connection().isPresent();
      return releasing
          ? with(
              sound,
              new Effect.Send(
                  state.session().connection().getAsLong(),
                  Call.newBuilder().setType(Call.Type.TEARDOWN).build()))
          : sound;
    }
  },

  REMOVES_ITS_RECORDS_BEFORE_THE_FRAMEWORK {
    @Override
    Core.Outcome broken(Core.Outcome sound, Event event) {
      boolean tearsDown = sound.effects().stream().anyMatch(e -> sends(e, Call.Type.TEARDOWN));
      return tearsDown ? with(sound, new Effect.RemoveState(true)) : sound;
    }
  },

  LETS_EVERY_AGENT_BE_MAINTAINED {
    @Override
    Core.Outcome broken(Core.Outcome sound, Event event) {
      List<Effect> effects = sound.effects().stream().map(this::agreeing).toList();
      return new Core.Outcome(sound.state(), sound.changes(), effects, sound.notes());
    }

    private Effect agreeing(Effect effect) {
      if (!sends(effect, Call.Type.DECLINE_INVERSE_OFFERS)) {
        return effect;
      }
      Effect.Send no = (Effect.Send) effect;
      Call.DeclineInverseOffers answer = no.call().getDeclineInverseOffers();
      return new Effect.Send(
          no.connection(),
          Call.newBuilder()
              .setType(Call.Type.ACCEPT_INVERSE_OFFERS)
              .setAcceptInverseOffers(
                  Call.AcceptInverseOffers.newBuilder()
                      .addAllInverseOfferIds(answer.getInverseOfferIdsList())
                      .setFilters(answer.getFilters()))
              .build());
    }
  },

  USES_AN_OLD_CONNECTION {
    @Override
    Core.Outcome broken(Core.Outcome sound, Event event) {
      List<Effect> effects =
          sound.effects().stream()
              .map(
                  effect ->
                      effect instanceof Effect.Send send && send.connection() > 1
                          ? new Effect.Send(send.connection() - 1, send.call())
                          : effect)
              .toList();
      return new Core.Outcome(sound.state(), sound.changes(), effects, sound.notes());
    }
  };

  /** What it takes an event for. */
  Event seen(Event event) {
    return event;
  }

  /** What it remembers of its state. */
  State remembered(State state) {
    return state;
  }

  /** What it makes of an outcome. */
  Core.Outcome broken(Core.Outcome sound, Event event) {
    return sound;
  }

  @Override
  public final Core.Outcome handle(State state, Event event, Instant now, long seed) {
    return broken(Core.handle(remembered(state), seen(event), now, seed), event);
  }

  private static Event reported(Event event, TaskState state, TaskState taken) {
    if (event instanceof Event.TaskReported reported && reported.status().getState() == state) {
      TaskStatus status = reported.status().toBuilder().setState(taken).build();
      return new Event.TaskReported(reported.connection(), status);
    }
    return event;
  }

  private static State with(State state, TreePMap<Integer, Broker> brokers, Work work) {
    return new State(
        state.names(),
        state.frameworkId(),
        state.configurations(),
        brokers,
        state.ledger(),
        state.rollout(),
        state.uninstall(),
        work,
        state.session(),
        state.kafka(),
        state.outcomes(),
        state.timers());
  }

  private static Core.Outcome withChanges(Core.Outcome sound, Predicate<Change> kept) {
    return new Core.Outcome(
        sound.state(),
        sound.changes().stream().filter(kept).toList(),
        sound.effects(),
        sound.notes());
  }

  private static boolean sends(Effect effect, Call.Type type) {
    return effect instanceof Effect.Send send && send.call().getType() == type;
  }

  private static Core.Outcome with(Core.Outcome sound, Effect more) {
    List<Effect> effects = new ArrayList<>(sound.effects());
    effects.add(more);
    return new Core.Outcome(sound.state(), sound.changes(), effects, sound.notes());
  }

  private static Core.Outcome without(Core.Outcome sound, Call.Type type) {
    return new Core.Outcome(
        sound.state(),
        sound.changes(),
        sound.effects().stream().filter(e -> !sends(e, type)).toList(),
        sound.notes());
  }
}
