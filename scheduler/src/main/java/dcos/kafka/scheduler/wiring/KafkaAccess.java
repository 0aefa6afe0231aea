package dcos.kafka.scheduler.wiring;

import dcos.kafka.api.outcome.*;
import dcos.kafka.api.topics.*;
import dcos.kafka.scheduler.kafka.observation.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.Consumer;

record KafkaAccess(String zookeeper, KafkaObserver observer, TopicService topics) {
  static KafkaAccess to(String zk) {
    KafkaObserver o =
        new KafkaObserver() {
          @Override
          public void start(Consumer<ClusterObservation> c) {}

          @Override
          public ClusterObservation current() {
            return ClusterObservation.nothing();
          }

          @Override
          public void refresh() {}

          @Override
          public void close() {}
        };
    TopicService t =
        new TopicService() {
          <T> CompletableFuture<Outcome<T>> no() {
            return CompletableFuture.completedFuture(Outcome.refused(Refusal.UNAVAILABLE, "temp"));
          }

          @Override
          public CompletionStage<Outcome<List<String>>> names() {
            return no();
          }

          @Override
          public CompletionStage<Outcome<List<PartitionState>>> describe(String x) {
            return no();
          }

          @Override
          public CompletionStage<Outcome<String>> create(TopicRequest r) {
            return no();
          }

          @Override
          public CompletionStage<Outcome<String>> partitions(String x, int p) {
            return no();
          }

          @Override
          public CompletionStage<Outcome<Deletion>> delete(String x) {
            return no();
          }

          @Override
          public CompletionStage<Outcome<SortedMap<Integer, String>>> offsets(
              String x, OffsetTime a) {
            return no();
          }

          @Override
          public CompletionStage<Outcome<String>> underReplicated() {
            return no();
          }

          @Override
          public CompletionStage<Outcome<String>> unavailable() {
            return no();
          }

          @Override
          public CompletableFuture<Outcome<String>> producerTest(String x, long m) {
            return no();
          }
        };
    return new KafkaAccess(zk, o, t);
  }

  void close() {}
}
