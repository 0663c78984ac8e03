/**
 * What a relay is to do, as immutable records, and the reading of it from YAML and from the command line.
 */
package relay.config;
