/**
 * A relay at work: sources are polled by the ingress stage, which claims and publishes slots of its lanes; the qos
 * stage writes verdicts; one egress stage for each destination sends and releases. Stages are agents; {@link
 * relay.pipeline.Relay} decides which threads run them.
 */
package relay.pipeline;
