using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Mentions;

namespace JsmConnector.Tests.Postmortems;

public sealed class FindMentionsTests
{
    private static readonly IReadOnlyList<Responder> People = [Person("Ada"), Person("Ada Lovelace"), Person("Grace Hopper"), new("Nobody's account", Troubles.Noon)];

    [Theory]
    [InlineData("", "Ask @Ada Lovelace, please.", "Ada Lovelace")]
    [InlineData("", "@ada and @GRACE HOPPER", "Ada,Grace Hopper")]
    [InlineData("Ask @Ada.", "Ask @Ada. And @Ada again.", "")]
    [InlineData("Ask @Ada.", "Nobody.", "")]
    [InlineData("", "ada@Ada.example, @Adam, @ Ada, Ada Lovelace, @Nobody's account", "")]
    public void A_name_behind_an_at_means_whoever_worked_on_the_ticket_and_is_new(string before, string after, string named) =>
        Assert.Equal(named, string.Join(',', FindMentions.New(before, after, People).Select(person => person.Name)));

    [Fact]
    public void The_line_is_told_without_its_marks_and_no_longer_than_a_line()
    {
        var ada = People[0];

        Assert.Equal("is this so, @Ada?", FindMentions.LineOf(ada, "# x\n\n- is this so, @Ada?\n", People));
        Assert.Null(FindMentions.LineOf(ada, "@Ada Lovelace", People));
        Assert.Equal(301, FindMentions.LineOf(ada, "@Ada " + new string('x', 1000), People)!.Length);
    }

    private static Responder Person(string name) => new(name, Troubles.Noon) { Account = $"account of {name}" };
}
