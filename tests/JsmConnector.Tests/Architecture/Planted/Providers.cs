namespace JsmConnector.Tests.Architecture.Planted.Mirrors
{
    public static class MirrorsRegistration
    {
        public static object Register() => new Providers.Glass.GlassMirror();
    }

    public sealed class LooksIntoAProvider
    {
        public Providers.Glass.GlassMirror? Mirror { get; set; }
    }
}

namespace JsmConnector.Tests.Architecture.Planted.Mirrors.Providers.Glass
{
    public sealed class GlassMirror;

    public sealed class GlassFrame
    {
        public GlassMirror? Mirror { get; set; }
    }
}
