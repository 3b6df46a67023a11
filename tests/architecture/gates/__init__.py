"""One module for each kind of rule. Each answers sentences that name the place and the rule; none means kept."""
