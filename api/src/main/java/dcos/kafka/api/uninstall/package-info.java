/** Taking the service down over REST. */
@NullMarked
package dcos.kafka.api.uninstall;

import org.jspecify.annotations.NullMarked;
