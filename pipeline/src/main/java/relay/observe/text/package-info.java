/**
 * Numbers, times and tables as human-readable text.
 */
package relay.observe.text;
