package relay.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test an empty {@link Topology}, prints what happened in it if the test fails, and deletes it in any case.
 */
final class TopologyExtension
    implements BeforeEachCallback, ParameterResolver, AfterTestExecutionCallback, AfterEachCallback
{
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Topology.class);

    @Override
    public void beforeEach(final ExtensionContext context)
    {
        // not while the parameter is resolved, where a failed assumption counts as an error
        Topology.assumePossible();
    }

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context)
    {
        return Topology.class == parameter.getParameter().getType();
    }

    @Override
    public Object resolveParameter(final ParameterContext parameter, final ExtensionContext context)
    {
        try
        {
            final Topology topology = Topology.create();
            context.getStore(NAMESPACE).put(Topology.class, topology);
            return topology;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void afterTestExecution(final ExtensionContext context)
    {
        final Topology topology = context.getStore(NAMESPACE).get(Topology.class, Topology.class);
        if (null != topology && context.getExecutionException().isPresent())
        {
            System.err.println("evidence of " + context.getDisplayName());
            topology.printEvidence(System.err);
        }
    }

    @Override
    public void afterEach(final ExtensionContext context)
    {
        final Topology topology = context.getStore(NAMESPACE).remove(Topology.class, Topology.class);
        if (null != topology)
        {
            topology.close();
        }
    }
}
