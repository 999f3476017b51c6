"""How the book is made from chapters and analyses: execution, the site, the commands."""
