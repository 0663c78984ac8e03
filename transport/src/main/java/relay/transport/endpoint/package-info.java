/**
 * Endpoints as users write them: URIs, addresses, interfaces, quantities with units, and the hints in error messages.
 */
package relay.transport.endpoint;
