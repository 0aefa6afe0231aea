/**
 * What Cosmos does in DC/OS: a package's templates and a user's options become a Marathon app. The
 * rules are Cosmos' own (defaults from the schema, merged with the options, validated, rendered
 * with strings escaped for JSON), so that what renders here renders there.
 */
@NullMarked
package dcos.kafka.local.universe;

import org.jspecify.annotations.NullMarked;
