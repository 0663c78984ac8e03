/**
 * What may pass, and how fast.
 */
package relay.pipeline.qos;
