/** How answers look as JSON. */
@NullMarked
package dcos.kafka.api.json;

import org.jspecify.annotations.NullMarked;
