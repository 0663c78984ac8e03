/**
 * The seam to the transports: for each kind of endpoint, what opens its sources and what opens its destinations.
 * Nothing else in the pipeline knows which kinds there are. Used by the thread that launches the relay.
 *
 * <pre>
 *   Endpoint ──▶ EndpointKinds ──▶ EndpointKind ──▶ SourceOpener ──▶ IngressSource
 *                (one switch)      (one a relay)    DestinationOpener ──▶ PacketSender
 *                                                   (one a worker)
 * </pre>
 *
 * <p>A new kind is a record with its parser ({@link relay.transport.endpoint.Endpoint}), an
 * {@link relay.pipeline.endpoint.EndpointKind} with its openers, and a line in
 * {@link relay.pipeline.endpoint.EndpointKinds}, which the compiler asks for.
 */
package relay.pipeline.endpoint;
