/** The HTTP server that Marathon and the Admin Router stand on. */
@NullMarked
package dcos.kafka.local.web;

import org.jspecify.annotations.NullMarked;
