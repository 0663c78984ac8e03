/**
 * The reliable leg: an Aeron driver (embedded, or an external one), publications and subscriptions. No Aeron type
 * leaves this package.
 */
package relay.transport.aeron;
