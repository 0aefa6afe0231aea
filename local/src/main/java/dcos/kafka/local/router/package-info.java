/** An Admin Router: everything under one URL, with the login of DC/OS where that is wanted. */
@NullMarked
package dcos.kafka.local.router;

import org.jspecify.annotations.NullMarked;
