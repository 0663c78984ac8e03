/**
 * Benchmarks of the pipeline's stages.
 */
package relay.pipeline.jmh;
