package relay.perf;

/**
 * How the JVMs that jcstress starts must be started: with the access that Agrona's buffers need, and with the lane's
 * own assertions on.
 */
final class StressJvm
{
    static final String OPTIONS =
        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED --enable-native-access=ALL-UNNAMED -ea:relay...";

    private StressJvm()
    {
    }
}
