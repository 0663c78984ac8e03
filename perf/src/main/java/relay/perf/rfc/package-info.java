/**
 * The measurements of RFC 2544 and RFC 3918 on a whole relay between network namespaces, by their names there. What they
 * were written for is a router between Ethernet ports; where a relay differs, the report says what was done instead.
 */
package relay.perf.rfc;
