/**
 * The command line: one class for each verb.
 */
package relay.cli;
