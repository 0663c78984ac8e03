/**
 * Reading of YAML: nodes with their places, values of few words, and the errors and warnings found on the way. It knows
 * nothing of relays.
 */
package relay.config.yaml;
