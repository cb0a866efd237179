"""What is made of answers: how sure they are, what moved them, where the model looked, tables and figures."""
