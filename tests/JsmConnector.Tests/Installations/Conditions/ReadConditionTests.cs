using JsmConnector.Installations.Conditions;

namespace JsmConnector.Tests.Installations.Conditions;

public sealed class ReadConditionTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Ticket = new()
    {
        ["project"] = ["OPS"],
        ["labels"] = ["outage", "vip customer"],
        ["priority"] = ["1", "Höchste"],
        ["customfield_10050"] = ["10201", "Yes"],
    };

    [Theory]
    [InlineData("project = OPS", true)]
    [InlineData("PROJECT = ops and labels = Outage", true)]
    [InlineData("project != OPS", false)]
    [InlineData("labels = \"vip customer\"", true)]
    [InlineData("labels ~ customer", true)]
    [InlineData("labels in (drill, outage)", true)]
    [InlineData("labels not in (drill, test)", true)]
    [InlineData("cf[10050] = 10201 AND customfield_10050 = yes", true)]
    [InlineData("priority = höchste", true)]
    [InlineData("component is empty", true)]
    [InlineData("labels is not empty AND NOT (project = DEV OR project = TEST)", true)]
    [InlineData("project = DEV OR project = OPS AND labels = drill", false)]
    [InlineData("(project = DEV OR project = OPS) AND labels = outage", true)]
    [InlineData("not not project = OPS", true)]
    [InlineData("customfield_99999 = 1", false)]
    [InlineData("labels = \"AND\"", false)]
    public void A_condition_is_true_or_not(string text, bool expected)
    {
        var condition = Assert.IsType<ConditionRead.Understood>(ReadCondition.Of(text)).Condition;

        Assert.Equal(expected, condition.IsTrue(field => Ticket.GetValueOrDefault(field) ?? []));
    }

    [Theory]
    [InlineData("", 1, "A test is missing")]
    [InlineData("colour = red", 1, "There is no field 'colour'")]
    [InlineData("project OPS", 9, "After project comes")]
    [InlineData("project = ", 11, "A value is missing")]
    [InlineData("project = OPS labels = x", 15, "join two tests")]
    [InlineData("(project = OPS", 15, "never closed")]
    [InlineData("labels in outage", 11, "a list in brackets")]
    [InlineData("labels in (a, b", 16, "never closed")]
    [InlineData("labels = \"open", 10, "quote is never closed")]
    [InlineData("labels is full", 11, "EMPTY")]
    [InlineData("\"labels\" = x", 1, "There is no field")]
    [InlineData("project = OPS AND", 18, "A test is missing")]
    public void A_mistake_is_named_with_its_column(string text, int column, string reason)
    {
        var refused = Assert.IsType<ConditionRead.NotUnderstood>(ReadCondition.Of(text));

        Assert.Equal(column, refused.Column);
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Brackets_and_nots_without_end_are_refused_and_not_followed()
    {
        Assert.IsType<ConditionRead.NotUnderstood>(ReadCondition.Of(new string('(', 1500)));
        Assert.IsType<ConditionRead.NotUnderstood>(ReadCondition.Of(string.Concat(Enumerable.Repeat("NOT ", 450)) + "a = b"));
    }

    [Fact]
    public void Every_field_that_a_condition_asks_about_is_known() => Assert.Equal(
        ["labels", "customfield_1", "project"],
        Assert.IsType<ConditionRead.Understood>(ReadCondition.Of("labels = a AND (cf[1] ~ b OR NOT project IS EMPTY)")).Condition.Fields);
}
