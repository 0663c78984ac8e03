/**
 * {@code relay model}: buffers that a relay needs, from rates, a histogram log or a capture.
 */
package relay.tools.model;
