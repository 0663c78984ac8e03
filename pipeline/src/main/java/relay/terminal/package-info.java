/**
 * Parts that every verb of the command line shares: exit codes, converters of option values, signals, and the session
 * that runs an agent while the command waits.
 */
package relay.terminal;
