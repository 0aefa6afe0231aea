/** How calls and events look on the wire: protobuf or JSON messages, framed as RecordIO. */
@NullMarked
package dcos.kafka.mesos.wire;

import org.jspecify.annotations.NullMarked;
