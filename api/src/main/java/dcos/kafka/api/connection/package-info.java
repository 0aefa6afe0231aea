/** How clients reach the brokers. */
@NullMarked
package dcos.kafka.api.connection;

import org.jspecify.annotations.NullMarked;
