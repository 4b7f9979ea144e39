print("unmet")
