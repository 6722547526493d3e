using JsmConnector.Incidents;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Tests.Platform.Languages;

public sealed class LanguageTests
{
    [Fact]
    public void Every_stage_that_messages_name_has_a_word_in_every_language() => Assert.All(Language.All, language => Assert.All(
        Enum.GetValues<Stage>(), stage => Assert.DoesNotContain("stage.", language.Stage(stage.Name()), StringComparison.Ordinal)));
}
