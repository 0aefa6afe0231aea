package dcos.kafka.api.events;

import java.util.List;

/** What the API asks of the service's journal; a snapshot, without blocking. */
public interface EventService {

  /** The entries that are kept, oldest first. */
  List<EventView> events();
}
