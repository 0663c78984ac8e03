/**
 * Sending on a schedule, for {@code relay send} and {@code relay replay}.
 */
package relay.tools.paced;
