/** A running API over a service made of fakes. */
package dcos.kafka.api.testing;
