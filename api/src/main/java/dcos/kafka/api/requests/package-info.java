/** Reading what a client sent, with an answer that names what is wrong. */
@NullMarked
package dcos.kafka.api.requests;

import org.jspecify.annotations.NullMarked;
