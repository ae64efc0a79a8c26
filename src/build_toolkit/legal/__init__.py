"""What the law says, who decides, and the clauses and papers that follow."""
