/**
 * The way in: sources receive datagrams into posted buffers, find their flow and class, claim and publish slots of the
 * lanes. Everything here belongs to a worker's ingress thread, {@link relay.pipeline.ingress.IngressAgent}.
 */
package relay.pipeline.ingress;
