/** Who may use the API, and the headers that protect those who do. */
@NullMarked
package dcos.kafka.api.security;

import org.jspecify.annotations.NullMarked;
