/**
 * What reports are made of: numbers for people, tables, charts, and a page that needs nothing else.
 */
package relay.perf.report;
