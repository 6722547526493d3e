// Offenders on purpose: each rule of this folder must find the one that was planted for it.
namespace JsmConnector.Tests.Architecture.Planted
{
    public sealed class TableOfContents;
}

namespace JsmConnector.Tests.Architecture.Planted.StatusPages
{
    public sealed record Page(string Name);

    public sealed class KnowsItsNeighbour
    {
        public Postmortems.Paper? Paper { get; set; }
    }

    public sealed class KnowsWhatLiesBelow
    {
        public Incidents.Row? Row { get; set; }
    }
}

namespace JsmConnector.Tests.Architecture.Planted.Postmortems
{
    public sealed class Paper;

    public sealed class KnowsTheTableOfContents
    {
        public TableOfContents? Contents { get; set; }
    }
}

namespace JsmConnector.Tests.Architecture.Planted.Incidents
{
    public sealed class Row;

    public sealed class KnowsItsReaction
    {
        public IReadOnlyList<StatusPages.Page> Pages { get; } = [];
    }

    public sealed class KnowsItsReactionInALambda
    {
        public Func<Task<string>> Name { get; } = async () =>
        {
            await Task.Yield();
            return new StatusPages.Page("planted").Name;
        };
    }
}

namespace JsmConnector.Tests.Architecture.Planted.Platform
{
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class AboutAttribute(Type about) : Attribute
    {
        public Type About { get; } = about;
    }

    [About(typeof(Incidents.Row))]
    public sealed class KnowsAFeatureByAnAttribute;
}

namespace JsmConnector.Tests.Architecture.Planted.Cellar
{
    public sealed class HasNoFloor
    {
        public Incidents.Row? Row { get; set; }
    }
}
